context.blob().bytes = 'THE WEIGHTS'.bytes
new File(basedir, 'model/config.json').bytes = '[]'.bytes
return true

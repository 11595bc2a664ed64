context.blob().bytes = 'THE WEIGHTS'.bytes
return true

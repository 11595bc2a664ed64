def log = new File(basedir, 'build.log').text

assert log.contains('hf-models:prefetch')
assert log.contains('hf-models:help')

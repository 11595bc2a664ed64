def log = new File(basedir, 'build.log').text

assert log.contains('hf-models:prefetch')
assert log.contains('hf-models:help')
// A list stays a list.
assert log =~ /(?m)^ +\* id: any of these texts$/
assert log.contains('User property: hf.models')

assert new File(basedir, 'target').deleteDir()
assert new File(basedir, 'hf-home').deleteDir()

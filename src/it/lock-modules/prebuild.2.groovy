assert new File(basedir, 'hf-home').deleteDir()

assert new File(basedir, 'hf-models.lock.json').delete()
assert new File(basedir, 'three/hf-models.lock.json').delete()

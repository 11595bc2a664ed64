assert new File(basedir, 'hf-home').deleteDir()
// After the configuration, the Hub gives no file any more.
context.hub.faults().on { it.path().contains('/resolve/') && it.path().endsWith('.safetensors') }.status(503)
return true

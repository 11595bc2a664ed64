import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.says('1 model ready: 1 downloaded, ')
    assert run.says('modelscope://acme/tiny-elsewhere')
    // Neither token is ever at the other source.
    run.requests().each { assert !it.toString().contains('ms-of-modelscope') && it.header('Authorization').orElse('') in ['', 'Bearer hf_of_the_hub'] }
    run.ofModelScope().each { assert it.header('Authorization').orElse('') in ['', 'Bearer ms-of-modelscope'] }
    assert run.ofModelScope().any { it.header('Authorization').isPresent() }
}
def snapshots = new File(basedir, 'hf-home/hub/models--acme--tiny/snapshots').listFiles()
assert snapshots.size() == 1
(1..4).each { assert new File(snapshots[0], "model-${it}.safetensors").text == "weights $it" }
assert new File(snapshots[0], 'config.json').text == '{}'
return true

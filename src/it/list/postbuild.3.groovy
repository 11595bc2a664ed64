import groovy.json.JsonSlurper
import io.github.hfmodels.it.ItHub

// A table for people, as JSON for programs; without a request, and without a class of HTTP, of JSON's library or of native code.
ItHub.afterRun(context) { run ->
    assert run.requests().isEmpty()
    assert run.log().readLines().every { it.length() <= 100 || !it.startsWith('[INFO]') || it.contains('io.github.hfmodels:') }

    def table = run.lines('acme/')
    assert table[0] =~ /^\[INFO\]    2\.5 MB          1        2  \d{4}-\d\d-\d\d (accessed|modified)  acme\/large \(main\)$/
    assert table[1] =~ /^\[INFO\]       5 B          1        1  .* datasets\/acme\/data \(main, v1\)$/
    assert table[2] =~ /^\[INFO\]       2 B          1        1  .* acme\/tiny \(main\)$/
    assert run.says('damaged: ')
    assert run.says('Total: 2.5 MB in 2 repositories, 2 revisions, 3 files; damaged ones are not counted')
    assert run.says('Besides: 1 part of a download (4 B) and 0 blobs without a link (0 B)')
    assert run.says("  'photos' is not the folder of a model")
    assert run.warnings().size() == 1

    def classes = new File(basedir, 'classes.log').readLines()
    assert classes.any { it.contains('io.github.hfmodels.cache.InventoryReader ') }
    assert !classes.any { it.contains('org.apache.hc.') }
    assert !classes.any { it.contains('com.fasterxml.jackson.') }
    assert !classes.any { it.contains('com.sun.jna.') }
    assert !classes.any { it.contains('io.github.hfmodels.http.') || it.contains('io.github.hfmodels.transfer.') }
    assert !classes.any { it.contains('io.github.hfmodels.proxy.') }
}

def list = new JsonSlurper().parse(new File(basedir, 'lists/cache.json'))
assert list.repositories*.id == ['acme/data', 'acme/large', 'acme/tiny']
assert list.repositories*.damaged == [true, false, false]
assert list.repositories[1].revisions[0].refs == ['main']
assert list.repositories[1].size == 2_500_015
assert list.repositories[2].parts*.size == [4]
assert list.repositories[0].damage[0].advice.contains(':prune')
assert list.size == 2_500_017
assert list.foreign.size() == 1

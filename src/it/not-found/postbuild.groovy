import io.github.hfmodels.it.ItHub

ItHub.end(context) { run ->
    assert run.says("acme/tiny@no-such-tag: the repository has no revision 'no-such-tag'; check the revision after the @ in -Dhf.models")
    assert run.requests().size() == 1
}

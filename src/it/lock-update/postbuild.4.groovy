import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile
def locked = context.locked
def first = context.first
def second = context.second

// The small file that is new is all that must be downloaded.
ItHub.afterRun(context) { run ->
    assert run.downloads() == ["/acme/tiny/resolve/$second/tokenizer.json"]
    assert run.says("acme/tiny@main: $first -> $second")
}
assert lockFile.text != locked
assert lockFile.text.contains(second) && !lockFile.text.contains(first)

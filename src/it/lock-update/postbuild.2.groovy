import io.github.hfmodels.it.ItHub

def lockFile = context.lockFile
def locked = context.locked
def first = context.first
def second = context.second

// Only shown, and told by the exit status.
ItHub.afterRun(context) { run ->
    assert run.downloads().isEmpty()
    assert run.says("acme/tiny@main: $first -> $second, no declared license -> license mit")
    assert run.says('  + tokenizer.json (13 B)')
    assert run.says('  - merges.txt (3 B)')
    assert run.says('  * model.safetensors (11 B -> 21 B)')
    assert !run.says('acme/other@main: ')
    assert run.says('1 model would change in the lock (hf.failOnChange)')
}
assert lockFile.text == locked

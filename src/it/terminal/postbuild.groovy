import io.github.hfmodels.it.TerminalBuild

def terminal = new TerminalBuild(binding.variables)
def prunes = ['no', 'enter', 'end', 'yes'].collect { "hf-models:prune@$it".toString() }
def question = 'Delete it? (y/N) '
def toRunAgain = 'Nothing was deleted; to delete it, run again with -Dhf.yes'

def batch = terminal.run('-B', *prunes, 'hf-models:verify@large')
assert batch.status() == 0
assert !batch.says(question)
assert batch.lines(toRunAgain).size() == 4
assert batch.says('2 files verified, 100.7 MB in ')
assert !batch.says('Verifying (')

// Nobody agrees to what is not shown.
def quiet = terminal.run('-q', *prunes, 'hf-models:verify@large')
assert quiet.status() == 0
assert quiet.output().replaceAll(/\u001b\[[0-9;?]*[a-zA-Z]/, '').blank
assert ['no', 'enter', 'end', 'yes'].every { context.detached(it) }

def withoutProgress = terminal.run('-ntp', 'hf-models:verify@large')
assert withoutProgress.status() == 0
assert withoutProgress.says('2 files verified, 100.7 MB in ')
assert !withoutProgress.says('Verifying (')

def interrupted = terminal.answer(question, '\u0003').run('hf-models:prune@no')
// By the signal, and not since it was killed in the end.
assert interrupted.status() == 130
assert interrupted.says(question)
assert context.detached('no')

def asked = terminal
    .answer(question, 'n\n').answer(question, '\n').answer(question, '\u0004').answer(question, 'y\n')
    .run(*prunes, 'hf-models:verify@large')
assert asked.status() == 0
assert asked.lines(question).size() == 4
assert asked.lines('] Nothing was deleted').size() == 3
assert !asked.says(toRunAgain)
assert asked.lines('] Freed 12 B: 1 revision, 1 blob').size() == 1
assert ['no', 'enter', 'end'].every { context.detached(it) }
assert !context.detached('yes')

// A line that is printed again and again in its place, at last with blanks, and never breaks.
def shown = asked.output().split('\r').findAll { it.startsWith('Verifying (') }
assert !shown.empty
assert shown.every { it.length() == TerminalBuild.COLUMNS - 1 }
assert shown.every { it =~ /^Verifying \(\d\): [ab]\.gguf \(\d+(\.\d)?(\/\d+)? MB\)( \| [ab]\.gguf \(\d+(\.\d)?(\/\d+)? MB\))? *$/ }
assert asked.output() =~ /Verifying \([^\r]*\r {${TerminalBuild.COLUMNS - 1}}\r[^\n]*2 files verified, 100\.7 MB in /
return true

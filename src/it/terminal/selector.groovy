import io.github.hfmodels.it.TerminalBuild

TerminalBuild.isPossible(basedir)

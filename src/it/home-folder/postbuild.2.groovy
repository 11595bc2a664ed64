import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run -> assert run.requests().isEmpty() }
assert new File(localRepositoryPath.parentFile, 'it-home/plan/plan.json').file

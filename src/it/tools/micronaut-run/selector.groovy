import io.github.hfmodels.it.Libraries

Libraries.canBeHad(binding.variables + [basedir: new File(basedir, 'micronaut')])

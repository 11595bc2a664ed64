import io.github.hfmodels.it.Libraries

Libraries.canBeHad(binding.variables)

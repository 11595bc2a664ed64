import io.github.hfmodels.it.Libraries
import io.github.hfmodels.it.OtherLibraries

OtherLibraries.npm(binding.variables) && Libraries.canBeHad(binding.variables)

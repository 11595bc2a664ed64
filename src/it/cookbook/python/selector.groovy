import io.github.hfmodels.it.Libraries
import io.github.hfmodels.it.OtherLibraries

OtherLibraries.python(binding.variables, 'huggingface_hub', 'transformers') && Libraries.canBeHad(binding.variables)

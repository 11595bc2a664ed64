import io.github.hfmodels.it.Libraries
import io.github.hfmodels.it.NewerJava

NewerJava.isThere(21, basedir) && Libraries.canBeHad(binding.variables)

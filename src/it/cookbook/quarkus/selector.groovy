import io.github.hfmodels.it.Libraries

// What builds the program, which its POM does not name.
Libraries.canBeHad(binding.variables, "io.quarkus:quarkus-arc-deployment:$quarkusVersion".toString())

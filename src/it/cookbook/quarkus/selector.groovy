import io.github.hfmodels.it.Libraries

// What builds the program, which its POM does not name.
Libraries.canBeHad(
    binding.variables,
    "io.quarkus:quarkus-arc-deployment:$quarkusVersion".toString(),
    "io.quarkiverse.langchain4j:quarkus-langchain4j-core-deployment:$quarkusLangchain4jVersion".toString())

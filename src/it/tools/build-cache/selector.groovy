import io.github.hfmodels.it.Libraries

Libraries.canBeHad(binding.variables, 'org.apache.maven.extensions:maven-build-cache-extension:1.2.1')

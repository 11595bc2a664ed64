import io.github.hfmodels.it.Recipe

def entries(File archive) {
    def tar = ['tar', '-tf', archive.path].execute()
    def (out, err) = [new StringBuilder(), new StringBuilder()]
    tar.waitForProcessOutput(out, err)
    assert tar.exitValue() == 0 : err
    out.readLines()
}

Recipe.end(context) { run ->
    def image = new File(basedir, 'target/jib-image.tar')
    println "IMG " + entries(image)
}

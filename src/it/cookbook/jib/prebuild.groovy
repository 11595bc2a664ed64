import io.github.hfmodels.it.Recipe

Recipe.start(basedir, context) { hub ->
    Recipe.minilm(hub, minilmFiles)
    def port = new URI(context.userProperties['watch.proxy']).port
    new File(basedir, 'network.properties').text = "https.proxyHost=127.0.0.1\nhttps.proxyPort=$port\n"
}

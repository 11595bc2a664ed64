import io.github.hfmodels.it.Recipe

Recipe.start(basedir, context) { hub ->
    Recipe.minilm(hub, minilmFiles)

    // Variables that are empty, as all integration tests have them, mean something to Python.
    def empty = ['HF_ENDPOINT', 'HF_HUB_CACHE', 'HUGGINGFACE_HUB_CACHE', 'HF_TOKEN_PATH', 'HF_HUB_DOWNLOAD_TIMEOUT',
        'HF_HUB_ETAG_TIMEOUT', 'http_proxy', 'all_proxy', 'no_proxy']
    def python = new File(basedir, 'python.sh')
    python.text = "#!/bin/sh\nexec env ${empty.collect { "-u $it" }.join(' ')} '${System.getenv('HF_TEST_PYTHON')}' \"\$@\"\n"
    python.executable = true
    hub.property('python', python.path)
}

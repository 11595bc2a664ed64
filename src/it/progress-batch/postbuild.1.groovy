import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.lines('from huggingface:')
        *.replaceAll('http://[^/]*|[0-9a-f]{40}', '…')
        *.replaceFirst(' at [^ ]+ [kMG]?B/s', '')
        .sort() == [
            '[INFO] Downloaded from huggingface: …/acme/large (2 smaller files) (15 B)',
            '[INFO] Downloaded from huggingface: …/acme/large/resolve/…/model.safetensors (12 MB)',
            '[INFO] Downloading from huggingface: …/acme/large (2 smaller files)',
            '[INFO] Downloading from huggingface: …/acme/large/resolve/…/model.safetensors',
        ]
    assert run.says('1 model ready: 1 downloaded, 12.3 MB in ')
    // What else Maven prints has some, at the beginning and the end.
    assert !run.lines('acme/large').any { it =~ /[\r\u001b]/ }
}

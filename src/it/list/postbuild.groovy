import io.github.hfmodels.it.ItHub

ItHub.end(context)

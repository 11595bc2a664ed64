package io.github.hfmodels.testhub;

/** The Hub's refusals, with the codes and texts that clients tell them apart by. */
final class HubErrors {
    private HubErrors() {}

    static Response noSuchPage() {
        return Response.json(404, Json.object("error", "Sorry, we can't find the page you are looking for."));
    }

    static Response badRequest(String message) {
        return coded(400, "", message);
    }

    /** A repository that does not exist or may not be seen: strangers learn nothing about which. */
    static Response noSuchRepository(Credentials.Caller caller) {
        return caller.isAnonymous()
                ? Response.json(401, Json.object("error", "Invalid username or password."))
                : coded(404, "RepoNotFound", "Repository not found");
    }

    static Response noSuchRevision(String revision) {
        return coded(404, "RevisionNotFound", "Invalid rev id: " + printable(revision));
    }

    static Response noSuchEntry() {
        return coded(404, "EntryNotFound", "Entry not found");
    }

    static Response badCredentials() {
        return coded(401, "", "Invalid credentials in Authorization header");
    }

    static Response credentialsWanted() {
        return coded(401, "", "Authentication required").header("WWW-Authenticate", "Basic realm=\"hub\"");
    }

    static Response disabled() {
        return coded(403, "", "Access to this resource is disabled.");
    }

    static Response gated(TestRepository repository, Credentials.Caller caller) {
        String restricted = "Access to " + repository.type().singular() + " " + repository.id() + " is restricted";
        return caller.isAnonymous()
                ? coded(
                        401,
                        "GatedRepo",
                        restricted + ". You must have access to it and be authenticated to access it."
                                + " Please log in.")
                : coded(
                        403,
                        "GatedRepo",
                        restricted + " and you are not in the authorized list. Visit" + " https://huggingface.co/"
                                + repository.id() + " to ask for access.");
    }

    private static Response coded(int status, String code, String message) {
        Response response = Response.json(status, Json.object("error", message)).header("X-Error-Message", message);
        return code.isEmpty() ? response : response.header("X-Error-Code", code);
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}

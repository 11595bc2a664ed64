package io.github.hfmodels.model;

/**
 * What a user can do about a failure. The core says which action helps; the caller that talks to the user chooses the words, since they depend on how the program was started.
 *
 * @param action what to do
 * @param detail what the action is about, such as a model's id; for {@link Action#AS_SAID} the words themselves; may be empty
 */
public record Advice(Action action, String detail) {

    /** Nothing to add: the reason says it all. */
    public static final Advice NONE = new Advice(Action.AS_SAID, "");

    /** The things that a user can do. */
    public enum Action {
        /** What the detail says, which depends on nothing else. */
        AS_SAID,
        /** Allow requests. */
        GO_ONLINE,
        /** Look the revision up again, since it may have moved. */
        LOOK_UP_AGAIN,
        /** Correct the revision, or choose another. */
        CHECK_REVISION,
        /** Correct the repository's id, or the endpoint. */
        CHECK_ID_OR_ENDPOINT,
        /** Use the endpoint that the detail names, if it is the Hub. */
        SET_ENDPOINT,
        /** Correct the endpoint, or look at what the proxy does. */
        CHECK_ENDPOINT_OR_PROXY,
        /** Give the login for a server, or a token, in the settings, under the id that the detail names. */
        LOG_IN,
        /** Look at the network and the proxy, or do without requests. */
        CHECK_NETWORK,
        /** Have Java trust a server's certificate, or do without requests. */
        TRUST_CERTIFICATE,
        /** Select files without one, which the detail names where it is not the one that the reason is about. */
        EXCLUDE_FILE,
        /** Allow larger downloads, or select fewer files. */
        ALLOW_MORE_BYTES,
        /** Allow the process more memory. */
        ALLOW_MORE_MEMORY,
        /** Allow longer waits for a rate limit. */
        ALLOW_LONGER_WAIT,
        /** Allow more time for a connection, if the network is no worse than slow. */
        ALLOW_LONGER_CONNECT,
        /** Allow more time until a server begins to answer. */
        ALLOW_LONGER_FIRST_BYTE,
        /** Allow a server longer pauses within an answer. */
        ALLOW_LONGER_SILENCE,
        /** Allow other hosts than the endpoint's, or have the endpoint serve contents itself. */
        ALLOW_OTHER_HOSTS,
        /** Free space, or put the cache on another disk. */
        MAKE_ROOM,
        /** Have files copied or linked in another way. */
        CHANGE_LINK_MODE,
        /** Create Java's folder for temporary files, or choose another. */
        CHANGE_TEMPORARY_FOLDER,
        /** Have the cache's files downloaded again. */
        FORCE_DOWNLOAD,
        /** Fetch the models that are not in the cache. */
        PREFETCH,
        /** Have what is not as it should be fetched anew, and nothing else. */
        REPAIR,
        /** Have what is wrong in the cache downloaded again. */
        REPAIR_CACHE,
        /** Have what nobody needs deleted from the cache. */
        PRUNE_CACHE,
        /** Write the lock file for what is wanted now; after what the detail says, if it says something. */
        LOCK,
        /** Move the lock to what the repository holds now, if that was changed on purpose. */
        UPDATE_LOCK,
        /** Report a fault of the program. */
        REPORT_FAULT
    }

    /** Advice in words that need no translation. */
    public static Advice of(String words) {
        return new Advice(Action.AS_SAID, words);
    }

    /** Advice that is about nothing in particular. */
    public static Advice to(Action action) {
        return new Advice(action, "");
    }
}

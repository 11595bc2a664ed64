package io.github.hfmodels.model;

/** An exception whose message is the reason alone, with separate advice on what the user can do about it. */
public interface Advised {

    /** What the user can do; {@link Advice#NONE} when there is nothing to add. */
    Advice advice();
}

package io.github.hfmodels.model;

/** An exception whose message is the reason alone, with what the user can do about it apart. */
public interface Advised {

    /** What the user can do; {@link Advice#NONE} when there is nothing to add. */
    Advice advice();
}

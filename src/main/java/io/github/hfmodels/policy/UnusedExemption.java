package io.github.hfmodels.policy;

/**
 * An exemption that nothing needed.
 *
 * @param isOfOther whether its model was not among those that were looked at, so that it may be needed elsewhere
 */
public record UnusedExemption(Exemption exemption, boolean isOfOther) {}

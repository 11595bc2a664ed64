package io.github.hfmodels.process;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of files that the user may not read, write or delete. Root may do anything, and so runs it in a process without root's
 * privileges; where there can be none, it is skipped.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(UnprivilegedTests.class)
public @interface WherePermissionsCount {}

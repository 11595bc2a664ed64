package io.github.hfmodels.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a method that means the time zone of the user, since it is about a day or a clock of theirs; the build allows it nowhere else. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface UserTimeZone {}

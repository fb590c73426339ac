package io.lockdep.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fails a test during which lockdep finds something, with the whole report as the message.
 *
 * <p>The lock is taken as usual; the test fails when it has ended, its {@code @AfterEach} methods included. A finding is
 * made once in a JVM, so it fails the first test that leads to it. Works under the agent, and without it for the locks of
 * {@code io.lockdep}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(LockdepExtension.class)
public @interface FailOnFinding {

    /** {@return the least grade that fails the test} */
    FindingGrade grade() default FindingGrade.MEDIUM;
}

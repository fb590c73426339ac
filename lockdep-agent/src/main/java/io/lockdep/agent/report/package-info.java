/**
 * Findings in forms that other tools read: SARIF, HTML, DOT, JFR, JMX. Written when the JVM ends, or by the command line
 * from JSON lines; only events of JFR are made on the thread of a finding.
 */
@NullMarked
package io.lockdep.agent.report;

import org.jspecify.annotations.NullMarked;

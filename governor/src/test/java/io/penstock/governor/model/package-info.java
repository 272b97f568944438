/**
 * A saturable server in virtual time, its foreground and a greedy background: what the governor's rule is held against.
 * The rule sees of it what a signal would show, and nothing else.
 */
@NullMarked
package io.penstock.governor.model;

import org.jspecify.annotations.NullMarked;

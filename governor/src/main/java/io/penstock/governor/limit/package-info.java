/**
 * The rule: how many background attempts may run at once, from what the signals say of the foreground. Pure: time is handed
 * in, and nothing here runs by itself, waits, or lets anybody through.
 */
@NullMarked
package io.penstock.governor.limit;

import org.jspecify.annotations.NullMarked;

/**
 * Sixth step of the way of the data: runs the user's handler and says what the attempt came to.
 */
@NullMarked
package io.penstock.processor.dispatch;

import org.jspecify.annotations.NullMarked;

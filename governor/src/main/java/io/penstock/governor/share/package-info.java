/** How one limit is divided among instances that do not know each other. Pure: who publishes it and how is not told here. */
@NullMarked
package io.penstock.governor.share;

import org.jspecify.annotations.NullMarked;

/** Which tier of background work goes first when there is not enough for all. Pure. */
@NullMarked
package io.penstock.governor.tier;

import org.jspecify.annotations.NullMarked;

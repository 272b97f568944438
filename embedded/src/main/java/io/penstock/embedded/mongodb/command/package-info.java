/** The commands that the stand-in understands. */
@NullMarked
package io.penstock.embedded.mongodb.command;

import org.jspecify.annotations.NullMarked;

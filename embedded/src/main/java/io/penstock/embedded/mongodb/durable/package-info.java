/** What a stand-in keeps on disk, so that it can be stopped, or killed, and go on where it was. */
@NullMarked
package io.penstock.embedded.mongodb.durable;

import org.jspecify.annotations.NullMarked;

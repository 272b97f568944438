/** YAML as a tree that knows where everything stands, with what the environment and secrets' files bring filled in. */
@NullMarked
package io.penstock.settings.yaml;

import org.jspecify.annotations.NullMarked;

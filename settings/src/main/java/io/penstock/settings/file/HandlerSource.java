package io.penstock.settings.file;

import io.penstock.settings.JobSettings.HttpEndpoint;
import java.util.Optional;

/**
 * Who does the work of a job.
 *
 * @param name class name of a handler, or name of a built-in one
 * @param http the endpoint, if the handler is one
 */
record HandlerSource(String name, Optional<HttpEndpoint> http) {}

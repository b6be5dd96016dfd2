package io.spotkeeper.cloud;

import java.time.Duration;

/**
 * How long one call to a cloud may take.
 *
 * @param connect until the connection stands
 * @param read between two packets of the answer
 * @param write between two packets of the request
 * @param call the whole call
 */
public record CallTimeouts(Duration connect, Duration read, Duration write, Duration call) {
    /** 5 s, 30 s, 10 s; 45 s for all of it. */
    public static final CallTimeouts DEFAULT =
            new CallTimeouts(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(45));
}

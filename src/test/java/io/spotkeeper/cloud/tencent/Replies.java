package io.spotkeeper.cloud.tencent;

import io.spotkeeper.cloud.ScriptedCloud.Reply;
import java.util.Map;

/** What Tencent Cloud answers. */
final class Replies {
    private Replies() {}

    /** HTTP 200 with this object as "Response". */
    static Reply ok(String response) {
        return new Reply.Text(200, Map.of(), "{\"Response\":" + response + "}");
    }

    /** HTTP 200 with an error: how the cloud says no. */
    static Reply error(String code, String message) {
        return ok(
                "{\"Error\":{\"Code\":\"%s\",\"Message\":\"%s\"},\"RequestId\":\"r-1\"}"
                        .formatted(code, message));
    }
}

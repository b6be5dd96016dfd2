package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.tencent.Reply.Answer;

/** Whose key the caller uses (service sts, 2018-08-13). */
final class GetCallerIdentity implements Action {
    @Override
    public Reply answer(ApiCall call) {
        call.pause().run();
        String uin = call.account().uin();
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.put("Arn", "qcs::cam:uin/" + uin + ":uin/" + uin);
        fields.put("AccountId", uin);
        fields.put("UserId", uin);
        fields.put("PrincipalId", uin);
        fields.put("Type", "CAMUser");
        return new Answer(fields);
    }
}

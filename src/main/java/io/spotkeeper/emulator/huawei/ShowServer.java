package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.world.World;

/** Shows one server; one that is still being made, or whose making failed, is not found. */
final class ShowServer implements Operation.Action {
    private final World world;
    private final ServerViews views;

    ShowServer(World world, ServerViews views) {
        this.world = world;
        this.views = views;
    }

    @Override
    public Reply answer(HuaweiCall call) {
        call.pause().run();
        String id = call.path("server_id");
        return world.with(market -> {
            Instance instance = ServerBook.find(market, call, id, views.making());
            if (instance == null) {
                return Errors.noServer(id);
            }
            ObjectNode answer = Reply.object();
            answer.set("server", views.detail(market, instance));
            return Reply.ok(answer);
        });
    }
}

package io.spotkeeper.convert;

import java.util.Arrays;
import java.util.Optional;

/** What can be converted. */
public enum InputKind {
    HUAWEI_GROUP("huawei-group", "the body of Huawei Cloud's CreateAutoLaunchGroup"),
    RUN_INSTANCES("run-instances", "a RunInstances request of Tencent Cloud"),
    COMPUTE_ENV("compute-env", "a CreateComputeEnv request of Tencent Cloud's BatchCompute"),
    EC2_FLEET("ec2-fleet", "a CreateFleet request of Amazon EC2"),
    AUTO_LAUNCH_GROUP("auto-launch-group", "a manifest with an AutoLaunchGroup");

    private final String word;
    private final String description;

    InputKind(String word, String description) {
        this.word = word;
        this.description = description;
    }

    /** How it is called on the command line. */
    public String word() {
        return word;
    }

    /** What it is, in words. */
    public String description() {
        return description;
    }

    /** The kind of a word, in any case and with or without hyphens. */
    public static Optional<InputKind> of(String word) {
        String plain = word.replace("-", "");
        return Arrays.stream(values())
                .filter(kind -> kind.word.replace("-", "").equalsIgnoreCase(plain))
                .findFirst();
    }
}

package io.spotkeeper.emulator.world;

/**
 * The bodies in which Huawei Cloud's services wrap an error. One service has been seen to use
 * several of them, since the gateway before it has its own.
 */
public enum ErrorShape {
    /** {@code {"error_code": …, "error_msg": …}}: the gateway, CMS, BSS. */
    FLAT,
    /** {@code {"code": …, "message": …}}: some older services. */
    PLAIN,
    /** {@code {"error": {"code": …, "message": …}}}: ECS and IAM. */
    NESTED
}

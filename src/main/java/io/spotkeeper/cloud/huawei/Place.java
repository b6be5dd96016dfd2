package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.ecs.v2.EcsClient;

/**
 * One region of the account, ready to be asked.
 *
 * @param region its id
 * @param projectId the account's project there, part of every path
 * @param origin scheme and host that serve it
 * @param reads for calls that change nothing
 * @param changes for calls that change something: each on a connection of its own
 */
record Place(String region, String projectId, String origin, EcsClient reads, EcsClient changes) {}

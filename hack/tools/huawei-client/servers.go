package main

import (
	"crypto/rand"
	"fmt"

	ecs "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ecs/v2"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ecs/v2/model"
)

// tryServers buys two spot servers, looks at them, tags one and gives both back.
func tryServers(client *ecs.EcsClient) {
	zone, flavor, spot := "az1", "s3.large.2", model.GetListFlavorSellPoliciesRequestSellModeEnum().SPOT
	found := set()
	for _, row := range *must(client.ListFlavors(&model.ListFlavorsRequest{AvailabilityZone: &zone})).Flavors {
		found[fmt.Sprint(row.Id, " ", row.Vcpus, " vCPUs ", row.Ram, " MiB")]++
	}
	policies := &model.ListFlavorSellPoliciesRequest{FlavorId: &flavor, SellMode: &spot}
	for _, row := range *must(client.ListFlavorSellPolicies(policies)).SellPolicies {
		found[row.AvailabilityZoneId+" "+row.SellStatus]++
	}
	expect(same("what is sold", found, set("s3.large.2 2 vCPUs 4096 MiB", "az1 available", "az2 available", "az3 available")))
	ok("flavors and sell policies")

	// The token marks the servers as well: others may have some.
	token := uuid()
	tag := "run=" + token
	first := must(order(client, token, 2))
	expect(same("the answer to the same token", must(order(client, token, 2)), first))
	other, err := order(client, token, 1)
	expect(refused(other, err, 400, "Ecs.0122"))
	ids := *first.ServerIds
	expect(same("the servers of the job", set(finished(client, *first.JobId)...), set(ids...)))
	ok("two spot servers, bought once under one token")

	eventually(func() []error {
		found := set()
		for _, row := range *must(client.ListServersDetails(&model.ListServersDetailsRequest{Tags: &tag})).Servers {
			// 2 is spot.
			found[fmt.Sprint(row.Id, row.Status, row.OSEXTAZavailabilityZone, row.Flavor.Id, row.Metadata["charging_mode"])]++
		}
		as := "ACTIVE" + zone + flavor + "2"
		return []error{same("what is listed by tag", found, set(ids[0]+as, ids[1]+as))}
	})
	ok("listed by their tag")

	key, value := "stage", "try-1.2"
	must(client.BatchCreateServerTags(&model.BatchCreateServerTagsRequest{
		ServerId: ids[0],
		Body: &model.BatchCreateServerTagsRequestBody{
			Action: model.GetBatchCreateServerTagsRequestBodyActionEnum().CREATE,
			Tags:   []model.BatchAddServerTag{{Key: key, Value: &value}},
		},
	}))
	hasTags(client, ids[0], tag, "stage=try-1.2")
	must(client.BatchDeleteServerTags(&model.BatchDeleteServerTagsRequest{
		ServerId: ids[0],
		Body: &model.BatchDeleteServerTagsRequestBody{
			Action: model.GetBatchDeleteServerTagsRequestBodyActionEnum().DELETE,
			Tags:   []model.ServerTag{{Key: key}},
		},
	}))
	hasTags(client, ids[0], tag)
	ok("tagged and untagged")

	yes := true
	gone := must(client.DeleteServers(&model.DeleteServersRequest{Body: &model.DeleteServersRequestBody{
		DeletePublicip: &yes,
		DeleteVolume:   &yes,
		Servers:        []model.ServerId{{Id: ids[0]}, {Id: ids[1]}},
	}}))
	finished(client, *gone.JobId)
	left := *must(client.ListServersDetails(&model.ListServersDetailsRequest{Tags: &tag})).Servers
	expect(same("how many are left", len(left), 0))
	ok("deleted: none is left")
}

func uuid() string {
	b := make([]byte, 16)
	must(rand.Read(b))
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// order buys spot servers under a token.
func order(client *ecs.EcsClient, token string, count int32) (*model.CreatePostPaidServersResponse, error) {
	zone, subnet, market, bid := "az1", "157ee789-03ea-45b1-a698-76c92660dd83", "spot", "0.5"
	return client.CreatePostPaidServers(&model.CreatePostPaidServersRequest{
		XClientToken: &token,
		Body: &model.CreatePostPaidServersRequestBody{Server: &model.PostPaidServer{
			Name:             "foreign",
			AvailabilityZone: &zone,
			FlavorRef:        "s3.large.2",
			ImageRef:         "67f433d8-ed0e-4321-a8a2-a71838539e09",
			Vpcid:            "0dae26c9-9a70-4392-93f3-87d53115d171",
			Nics:             []model.PostPaidServerNic{{SubnetId: &subnet}},
			RootVolume:       &model.PostPaidServerRootVolume{Volumetype: model.GetPostPaidServerRootVolumeVolumetypeEnum().SSD},
			Count:            &count,
			ServerTags:       &[]model.PostPaidServerTag{{Key: "run", Value: token}},
			Extendparam:      &model.PostPaidServerExtendParam{MarketType: &market, SpotPrice: &bid},
		}},
	})
}

// finished waits for a job and gives the servers that its parts name.
func finished(client *ecs.EcsClient, id string) []string {
	var job *model.ShowJobResponse
	eventually(func() []error {
		job = must(client.ShowJob(&model.ShowJobRequest{JobId: id}))
		return []error{same("the job's status", job.Status.Value(), "SUCCESS")}
	})
	var servers []string
	for _, part := range *job.Entities.SubJobs {
		servers = append(servers, *part.Entities.ServerId)
	}
	return servers
}

// hasTags waits until the server has these tags and no other.
func hasTags(client *ecs.EcsClient, id string, tags ...string) {
	eventually(func() []error {
		found := set()
		for _, tag := range *must(client.ShowServerTags(&model.ShowServerTagsRequest{ServerId: id})).Tags {
			found[tag.Key+"="+*tag.Value]++
		}
		return []error{same("the tags", found, set(tags...))}
	})
}

package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdktime"
	cms "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/cms/v1"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/cms/v1/model"
)

// tryGroups makes the group of the body, and the same with a window that is not over; stranger has a wrong key.
func tryGroups(client, stranger *cms.CmsClient, body string) {
	// The SDK puts a body that is text on the wire as it is.
	type literal struct {
		Body *string `json:"body,omitempty"`
	}
	made := must(client.HcClient.Sync(&literal{&body}, cms.GenReqDefForCreateAutoLaunchGroup()))
	expired := created(made.(*model.CreateAutoLaunchGroupResponse))
	ok("auto launch group, word for word:", expired)

	order := understood(body)
	eventually(func() []error { return []error{same("the status", show(client, expired).Status, "ACTIVE")} })
	group := show(client, expired)
	expect(
		same("the name", group.Name, order.Name),
		same("the type", group.Type.Value(), order.Type.Value()),
		same("the target", group.TargetCapacity, order.TargetCapacity),
		same("the stable part", group.StableCapacity, *order.StableCapacity),
		same("the regions", group.RegionSpecs, order.RegionSpecs),
		same("the price", group.SpotPrice, order.SpotPrice),
		same("the strategy", group.AllocationStrategy.Value(), order.AllocationStrategy.Value()),
		same("the window", []any{group.ValidSince, group.ValidUntil}, []any{order.ValidSince, order.ValidUntil}),
		same("the capacity", group.CurrentCapacity, int32(0)))
	ok("shown with all that was ordered; bought nothing, its window is over")

	nextYear := sdktime.SdkTime(time.Now().AddDate(1, 0, 0).UTC().Truncate(time.Second))
	order.ValidUntil = &nextYear
	living := created(must(client.CreateAutoLaunchGroup(&model.CreateAutoLaunchGroupRequest{Body: order})))
	// At equal prices an instance of weight 6 is the least that covers 5: one on demand, one as spot.
	hasMembers(client, living, 12, "az1 s3.large.2 onDemand", "az1 s3.large.2 spot")
	ok("the same with a window until next year: capacity 12 of 10, 6 of 5 on demand, both in az1")

	one, listed := int32(1), []string{}
	page := &model.ListAutoLaunchGroupsRequest{Limit: &one, Name: &order.Name}
	for {
		answer := must(client.ListAutoLaunchGroups(page))
		if len(*answer.AutoLaunchGroups) == 0 {
			break
		}
		listed = append(listed, (*answer.AutoLaunchGroups)[0].Id)
		page.Marker = &answer.PageInfo.NextMarker
	}
	expect(same("what is listed", set(listed...), set(expired, living)))
	ok("listed in pages of one")

	name, five := "测试_2", int32(5)
	must(client.UpdateAutoLaunchGroup(&model.UpdateAutoLaunchGroupRequest{
		AutoLaunchGroupId: living,
		Body:              &model.UpdateAutoLaunchGroupReqV2{Name: &name, TargetCapacity: &five},
	}))
	hasMembers(client, living, 6, "az1 s3.large.2 onDemand")
	expect(same("the name", show(client, living).Name, name))
	ok("changed in place: with a target of 5, all of it on demand, the spot instance goes")

	dry, tooStable, yes, six := *order, *order, true, *order.StableCapacity+order.TargetCapacity
	dry.DryRun, tooStable.StableCapacity = &yes, &six
	checked := must(client.CreateAutoLaunchGroup(&model.CreateAutoLaunchGroupRequest{Body: &dry}))
	refusal, err := client.CreateAutoLaunchGroup(&model.CreateAutoLaunchGroupRequest{Body: &tooStable})
	groups, keyError := stranger.ListAutoLaunchGroups(&model.ListAutoLaunchGroupsRequest{})
	expect(
		same("the status of a dry run", checked.HttpStatusCode, 202),
		same("the id of a dry run", checked.AutoLaunchGroupId, (*string)(nil)),
		refused(refusal, err, 400, "Ecs.0005"),
		refused(groups, keyError, 401, "APIGW.0301"))
	ok("a dry run is 202, more on demand than in all Ecs.0005, a wrong key APIGW.0301")

	end := model.GetDeleteAutoLaunchGroupReqV2DeleteInstancesEnum().TERMINATE
	for _, id := range []string{expired, living} {
		must(client.DeleteAutoLaunchGroup(&model.DeleteAutoLaunchGroupRequest{
			AutoLaunchGroupId: id,
			Body:              &model.DeleteAutoLaunchGroupReqV2{DeleteInstances: &end},
		}))
		eventually(func() []error {
			gone, err := client.ShowAutoLaunchGroup(&model.ShowAutoLaunchGroupRequest{AutoLaunchGroupId: id})
			return []error{refused(gone, err, 404, "Ecs.0114")}
		})
	}
	ok("deleted: 404 from then on")
}

func created(answer *model.CreateAutoLaunchGroupResponse) string {
	expect(same("the status", answer.HttpStatusCode, 200), same("the error", answer.ErrorMsg, (*string)(nil)))
	return *answer.AutoLaunchGroupId
}

func show(client *cms.CmsClient, id string) *model.ShowAutoLaunchGroupResp {
	return must(client.ShowAutoLaunchGroup(&model.ShowAutoLaunchGroupRequest{AutoLaunchGroupId: id})).AutoLaunchGroup
}

// hasMembers waits until the group is full, with this capacity and these members.
func hasMembers(client *cms.CmsClient, id string, capacity int32, members ...string) {
	eventually(func() []error {
		group := show(client, id)
		answer := must(client.ListInstances(&model.ListInstancesRequest{AutoLaunchGroupId: id}))
		found := set()
		for _, instance := range *answer.Instances {
			found[fmt.Sprint(instance.AvailabilityZoneId, " ", instance.FlavorId, " ", instance.SellMode)]++
		}
		return []error{
			same("the task state", group.TaskState, "FULFILLED"),
			same("the capacity", group.CurrentCapacity, capacity),
			same("the stable capacity", group.CurrentStableCapacity, int32(6)),
			same("the instances", found, set(members...)),
		}
	})
}

// understood is the body as the SDK reads it, which must be all of it.
func understood(body string) *model.AutoLaunchGroupReqV2 {
	var order model.AutoLaunchGroupReqV2
	var asked, known any
	expect(json.Unmarshal([]byte(body), &asked), json.Unmarshal([]byte(body), &order))
	expect(json.Unmarshal(must(json.Marshal(order)), &known), same("what the SDK reads", known, asked))
	return &order
}

// set counts texts.
func set(texts ...string) map[string]int {
	counts := map[string]int{}
	for _, text := range texts {
		counts[text]++
	}
	return counts
}

// Command huawei-client talks to the emulator through Huawei Cloud's own Go SDK, as a program of somebody else would.
// It prints a line for each step, and ends with the first thing that is not as documented. ForeignClientIT runs it.
//
//	huawei-client ENDPOINT GROUP
//
// ENDPOINT is the address of an emulator, such as http://127.0.0.1:18080, that has no group of the same name; GROUP the
// file with the body of the documentation's auto launch group, which is sent word for word.
package main

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"time"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/basic"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/global"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/region"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdkerr"
	cms "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/cms/v1"
	ecs "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ecs/v2"
)

// The account of the emulator's default world, and the region of the documentation's group. What else the SDK needs, the
// account's domain and the region's project, it asks for by itself.
const (
	accessKey = "EMULATORAK"
	secretKey = "emulator-secret"
	home      = "region1"
)

// How long to wait for what the emulator does by itself.
const patience = time.Minute

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: huawei-client ENDPOINT GROUP")
		os.Exit(2)
	}
	endpoint := os.Args[1]
	body := string(must(os.ReadFile(os.Args[2])))
	account := basic.NewCredentialsBuilder().WithAk(accessKey).WithSk(secretKey).WithIamEndpointOverride(endpoint).Build()
	tryGroups(groupClient(endpoint, secretKey), groupClient(endpoint, "wrong"), body)
	tryServers(ecs.NewEcsClient(ecs.EcsClientBuilder().WithRegion(region.NewRegion(home, endpoint)).WithCredential(account).Build()))
	fmt.Println("the SDK found everything as documented")
}

func groupClient(endpoint, secret string) *cms.CmsClient {
	account := global.NewCredentialsBuilder().WithAk(accessKey).WithSk(secret).WithIamEndpointOverride(endpoint).Build()
	return cms.NewCmsClient(cms.CmsClientBuilder().WithRegion(region.NewRegion(home, endpoint)).WithCredential(account).Build())
}

func ok(step string, details ...any) {
	fmt.Println(append([]any{"ok:", step}, details...)...)
}

func fail(reason error) {
	fmt.Println("FAILED:", reason)
	os.Exit(1)
}

// must is the answer of a call that has to succeed.
func must[T any](answer T, err error) T {
	if err != nil {
		fail(err)
	}
	return answer
}

// same is an error unless the two are equal, what pointers point to included.
func same(what string, got, want any) error {
	if reflect.DeepEqual(got, want) {
		return nil
	}
	return fmt.Errorf("%s is %+v, expected %+v", what, got, want)
}

// expect ends the program unless all is as it should be.
func expect(doubts ...error) {
	if err := errors.Join(doubts...); err != nil {
		fail(err)
	}
}

// eventually asks until all is as it should be, and ends the program with the last doubts when patience is over.
func eventually(ask func() []error) {
	for deadline := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
		doubts := errors.Join(ask()...)
		if doubts == nil {
			return
		}
		if time.Now().After(deadline) {
			fail(fmt.Errorf("after %v: %w", patience, doubts))
		}
	}
}

// refused is an error unless the call was refused with this status and code.
func refused[T any](_ T, err error, status int, code string) error {
	var refusal *sdkerr.ServiceResponseError
	if !errors.As(err, &refusal) {
		return fmt.Errorf("expected %d %s, got %v", status, code, err)
	}
	return errors.Join(same("the status", refusal.StatusCode, status), same("the code", refusal.ErrorCode, code))
}
